/** The Kamelets of the jar, run by Camel's kamelet component. */
package org.workbinroutes.kamelets;
