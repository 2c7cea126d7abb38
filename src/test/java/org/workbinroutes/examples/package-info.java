/** Tests as users of the product write them; docs/testing.md prints them. */
package org.workbinroutes.examples;
