/** What the kernel allows and counts for the control group of this process: its container. */
package io.exporteragent.source.host.container;
