/** The last notifications, for those who look on while the product runs. */
package org.workbinroutes.sink.tail;
