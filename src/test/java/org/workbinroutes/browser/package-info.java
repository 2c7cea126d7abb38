/** A real browser for tests: the machine's Chromium, driven by Playwright. */
package org.workbinroutes.browser;
