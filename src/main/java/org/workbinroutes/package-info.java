/**
 * Where the product starts: {@link org.workbinroutes.Main} is the process, {@link
 * org.workbinroutes.WorkbinRoutes} brings the routes into an application of your own. May use every
 * other package; none may use it.
 */
package org.workbinroutes;
