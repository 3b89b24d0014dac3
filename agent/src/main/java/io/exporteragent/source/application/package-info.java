/**
 * The application's own metrics: finds the registries of its metrics libraries in any class loader
 * and reads them without changing the application.
 *
 * <p>Lives in the agent's class loader; its package {@code bridge} is defined again in a {@link
 * io.exporteragent.source.application.BridgeLoader} for each copy of the application's library.
 * Used by {@code lifecycle} only.
 */
package io.exporteragent.source.application;
