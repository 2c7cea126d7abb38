/** One command that shows the whole product at work: {@code ./mvnw -q -Pdemo}. */
package org.workbinroutes.demo;
