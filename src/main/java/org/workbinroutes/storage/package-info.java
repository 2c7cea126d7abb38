/**
 * Files and folders that this product makes: permissions for their owner alone. Depends on nothing
 * of this project; start at {@link org.workbinroutes.storage.OwnerOnly}.
 */
package org.workbinroutes.storage;
