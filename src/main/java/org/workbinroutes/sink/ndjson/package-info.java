/** The file sink: notifications appended to one file, one line of JSON each. */
package org.workbinroutes.sink.ndjson;
