/**
 * What every HTTP resource is written with: the query of a request, its answer, the problem of RFC
 * 9457 that a failure becomes, and the headers that pass. Start at {@link
 * org.workbinroutes.http.Answer}; {@code routes/http.camel.yaml} answers for all HTTP routes. It
 * uses nothing else of this project.
 */
package org.workbinroutes.http;
