/** The table sink: one row per notification, by a fixed statement. */
package org.workbinroutes.sink.sql;
