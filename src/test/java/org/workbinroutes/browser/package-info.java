/** A real browser for tests, driven by the Chrome DevTools protocol. */
package org.workbinroutes.browser;
