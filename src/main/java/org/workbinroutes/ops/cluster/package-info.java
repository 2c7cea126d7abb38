/** Which of several nodes does what only one may do. */
package org.workbinroutes.ops.cluster;
