package org.workbinroutes.intake;

/**
 * What one file holds, or one entry of an archive.
 *
 * @param number the how many-th it is, from 1
 * @param entry the name of the entry; null for what is no archive
 */
record FilePart(int number, String entry, FileFormat format, FileRecords records) {}
