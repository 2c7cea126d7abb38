/** The CometD sink: notifications pushed on to browsers, which may listen and nothing else. */
package org.workbinroutes.sink.cometd;
