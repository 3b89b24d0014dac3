/**
 * Runs modules: each version on a thread of its own, its calls with a timeout, and what they left
 * behind.
 *
 * <p>Uses {@code isolate}, {@code compile} and {@code folder}.
 */
package io.exporteragent.source.module.run;
