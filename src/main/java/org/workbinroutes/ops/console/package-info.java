/** The page for operators: its resources, the figures on it, and how they come to it. */
package org.workbinroutes.ops.console;
