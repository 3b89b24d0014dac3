package io.exporteragent.benchmarks.program;

import jakarta.servlet.http.HttpServlet;
import java.io.File;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with one servlet, on a free port of the loopback address. */
final class WebServer {
  static final String MAPPING = "/goods/*";
  static final String WORKERS = "http-nio-";
  private static final String THREADS = "4";

  /** Kept, since a logger that nobody refers to forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("org.apache");

  private WebServer() {}

  /** Starts it and returns its connector. */
  static Connector start(HttpServlet servlet) throws LifecycleException {
    LOGGER.setLevel(Level.WARNING);
    Tomcat tomcat = new Tomcat();
    // Always the same, since programs are killed and remove nothing.
    tomcat.setBaseDir(
        new File(System.getProperty("java.io.tmpdir"), "exporter-agent-benchmark").getPath());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setProperty("keepAliveTimeout", "-1");
    // None begins or ends later, so that what each has allocated can be asked.
    connector.setProperty("minSpareThreads", THREADS);
    connector.setProperty("maxThreads", THREADS);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "goods", servlet);
    context.addServletMappingDecoded(MAPPING, "goods");
    tomcat.start();
    return connector;
  }
}
