/**
 * The advisories of the shipped libraries: the build compares the SBOM of the package with {@code
 * src/advisories/advisories.yaml}, and writes the OpenVEX document and the list of licenses that
 * lie in the package. Start at {@link org.workbinroutes.advisories.AdvisoryGate}.
 */
package org.workbinroutes.advisories;
