/** The jar as a bundle in an OSGi framework. */
package org.workbinroutes.osgi;
