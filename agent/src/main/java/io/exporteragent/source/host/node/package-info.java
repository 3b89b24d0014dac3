/** The families of node_exporter, from the files that it reads, for hosts where it does not run. */
package io.exporteragent.source.host.node;
