/** The files in which the kernel of Linux tells of the machine, of a container and of a process. */
package io.exporteragent.source.host.proc;
