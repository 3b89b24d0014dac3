/**
 * An ordinary application: a widget service with a work queue, metrics in the default registry of
 * client_java and a JSON status page. It stands for the programs that the agent is put into,
 * therefore it uses nothing of the agent, does not look for it and runs the same without it.
 *
 * <p>Lives on the system class loader, with its own copy of client_java. Nobody calls it; {@link
 * io.exporteragent.demo.WidgetProcessor#process} is the method that examples measure by
 * configuration alone.
 */
package io.exporteragent.demo;
