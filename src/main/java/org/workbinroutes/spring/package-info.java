/** Spring Boot's auto-configuration: the routes, or the component {@code gws} alone. */
package org.workbinroutes.spring;
