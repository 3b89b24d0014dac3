/**
 * The application's own metrics: finds the registries of its libraries in whatever class loader
 * they live and reads them without the application noticing.
 *
 * <p>Lives in the agent's class loader; its package {@code bridge} is defined anew in a {@link
 * io.exporteragent.source.application.BridgeLoader} for each copy of the application's library.
 * Imports {@code gather} only; used by the composition root.
 */
package io.exporteragent.source.application;
