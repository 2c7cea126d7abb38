/** The command line. */
package org.workbinroutes.ops.cli;
