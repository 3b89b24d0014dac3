/**
 * Which modules lie in the folder: finds their files, refuses what others than the JVM's user could
 * have written, and reports a change once two looks in a row agree on it.
 *
 * <p>Uses no other package of {@code source.module}.
 */
package io.exporteragent.source.module.folder;
