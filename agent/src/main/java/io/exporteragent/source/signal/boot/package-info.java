/** The class of signals that is defined in the boot loader, and nothing else. */
package io.exporteragent.source.signal.boot;
