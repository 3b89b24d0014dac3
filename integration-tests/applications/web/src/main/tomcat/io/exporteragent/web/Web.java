package io.exporteragent.web;

import java.io.File;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AccessLogValve;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** The shop on Tomcat. Says its port; ends with its input. */
public final class Web {
  private Web() {}

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(new File("base").getAbsolutePath());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.addUpgradeProtocol(new Http2Protocol());
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("/web", null);
    Wrapper shop = Tomcat.addServlet(context, "shop", new Shop());
    shop.setAsyncSupported(true);
    shop.addMapping("/shop/*");
    Wrapper exact = Tomcat.addServlet(context, "exact", new Shop());
    exact.addMapping("/exact");
    exact.addMapping("*.do");
    Tomcat.addServlet(context, "oops", new Shop()).addMapping("/oops");
    context.addErrorPage(errorPage(409));
    context.addErrorPage(errorPage(500));
    AccessLogValve log = new AccessLogValve();
    log.setDirectory(new File("").getAbsolutePath());
    log.setPrefix("access");
    log.setSuffix(".log");
    log.setRotatable(false);
    log.setBuffered(false);
    log.setPattern("%m %s");
    tomcat.getHost().getPipeline().addValve(log);
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  private static ErrorPage errorPage(int status) {
    ErrorPage page = new ErrorPage();
    page.setErrorCode(status);
    page.setLocation("/oops");
    return page;
  }
}
