package io.exporteragent.source.mbean;

/** What makes pages of MBeans: the collector of jmx_exporter, or ours. */
interface Exporter {

  /** Reads the beans of the platform MBean server. */
  Answer scrape();

  /** A configuration file that is refused as a whole. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(Throwable cause) {
      super(cause.toString(), cause);
    }
  }
}
