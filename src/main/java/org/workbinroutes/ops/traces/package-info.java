/** Traces of placements, from the ledger's first word of them to their confirmation. */
package org.workbinroutes.ops.traces;
