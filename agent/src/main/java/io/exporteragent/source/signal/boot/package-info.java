/** The classes of signals that are defined in the boot loader, and nothing else. */
package io.exporteragent.source.signal.boot;
