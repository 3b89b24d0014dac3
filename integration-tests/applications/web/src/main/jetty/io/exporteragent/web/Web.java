package io.exporteragent.web;

import @jetty.servlet@.ErrorPageErrorHandler;
import @jetty.servlet@.ServletContextHandler;
import @jetty.servlet@.ServletHolder;
import @jetty.http2@.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.CustomRequestLog;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.RequestLogWriter;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The shop on Jetty. Says its port; ends with its input. */
public final class Web {
  private Web() {}

  public static void main(String[] args) throws Exception {
    Server server = new Server();
    HttpConfiguration http = new HttpConfiguration();
    ServerConnector connector =
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/web");
    ServletHolder shop = new ServletHolder(new Shop());
    shop.setAsyncSupported(true);
    context.addServlet(shop, "/shop/*");
    ServletHolder exact = new ServletHolder(new Shop());
    context.addServlet(exact, "/exact");
    context.addServlet(new ServletHolder(new Shop()), "*.do");
    context.addServlet(new ServletHolder(new Shop()), "/oops");
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(409, "/oops");
    pages.addErrorPage(500, "/oops");
    context.setErrorHandler(pages);
    server.setHandler(context@jetty.handler@);
    server.setRequestLog(new CustomRequestLog(new RequestLogWriter("access.log"), "%m %s"));
    server.start();
    System.out.println("port " + connector.getLocalPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
  }
}
