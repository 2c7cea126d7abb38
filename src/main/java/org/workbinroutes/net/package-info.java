/**
 * Names by which the servers of this process are called. Depends on nothing of this project; start
 * at {@link org.workbinroutes.net.HostNames}.
 */
package org.workbinroutes.net;
