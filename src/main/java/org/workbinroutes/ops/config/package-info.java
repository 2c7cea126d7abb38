/** The settings a person types: declared once, read from file, environment and command line. */
package org.workbinroutes.ops.config;
