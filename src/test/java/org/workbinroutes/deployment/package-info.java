/**
 * How the product is deployed, proven: the container image is started without an engine, the Helm
 * chart is rendered by Helm and compared with the API of Kubernetes.
 */
package org.workbinroutes.deployment;
