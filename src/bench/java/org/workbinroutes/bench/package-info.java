/**
 * What the module adds to the parts it cannot do without, as ratios of two things measured in turn
 * on one machine. {@code ./mvnw -q -Pbench verify [-Dbench=NAME]}.
 */
package org.workbinroutes.bench;
