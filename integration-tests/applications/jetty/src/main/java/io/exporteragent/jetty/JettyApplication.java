package io.exporteragent.jetty;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.io.ConnectionStatistics;
import org.eclipse.jetty.jmx.MBeanContainer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.StatisticsHandler;

/**
 * Starts Jetty with its MBeans and statistics, as its modules {@code jmx} and {@code statistics}
 * do, asks it for pages, prints {@code ready}, and ends with its standard input.
 */
final class JettyApplication {
  private static final int CLIENTS = 5;
  private static final int PAGES = 8;

  public static void main(String[] args) throws Exception {
    Server server = new Server();
    server.addBean(new MBeanContainer(ManagementFactory.getPlatformMBeanServer()));
    ServerConnector connector = new ServerConnector(server);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.addBean(new ConnectionStatistics());
    server.addConnector(connector);
    server.setHandler(new StatisticsHandler(shop()));
    server.start();
    use(URI.create("http://localhost:" + connector.getLocalPort() + "/shop/"));
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    server.stop();
  }

  private static ServletContextHandler shop() {
    ServletContextHandler shop = new ServletContextHandler("/shop", ServletContextHandler.SESSIONS);
    shop.setDisplayName("shop");
    shop.addServlet(new Cart(), "/cart");
    shop.addServlet(new Broken(), "/broken");
    return shop;
  }

  private static void use(URI shop) throws IOException, InterruptedException {
    for (int i = 0; i < CLIENTS; i++) {
      HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
      for (int page = 0; page < PAGES; page++) {
        get(client, shop.resolve("cart"));
      }
      get(client, shop.resolve("broken"));
    }
  }

  private static void get(HttpClient client, URI page) throws IOException, InterruptedException {
    client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
  }

  /** Keeps the number of visits in a session. */
  private static final class Cart extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Integer visits = (Integer) request.getSession().getAttribute("visits");
      request.getSession().setAttribute("visits", visits == null ? 1 : visits + 1);
      response.getWriter().println("visits: " + visits);
    }
  }

  /** Always fails. */
  private static final class Broken extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }
  }
}
