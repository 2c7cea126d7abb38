/** The mail sink: many notifications in one mail, kept on disk until the mail server took it. */
package org.workbinroutes.sink.mail;
