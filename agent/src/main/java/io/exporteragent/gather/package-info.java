/**
 * The seam between what serves a page and what fills it: sources produce {@link
 * io.exporteragent.gather.Family families}, the {@link io.exporteragent.gather.Gatherer} runs every
 * source once per scrape, isolates its failures, merges the families and times it.
 *
 * <p>Lives in the agent's class loader and imports no other room. Families cross class loaders (an
 * application's registry is read by a class that sees both sides), therefore everything that passes
 * this seam is a type of this package or of the JDK.
 */
package io.exporteragent.gather;
