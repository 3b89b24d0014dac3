package io.exporteragent.tomcat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Starts Tomcat, asks it for pages, prints {@code ready}, and ends with its standard input. The
 * system property {@code engine} is the name of its engine, which is the domain of its MBeans:
 * {@code Catalina} in a server of its own, {@code Tomcat} by default, as in applications that embed
 * it.
 */
final class TomcatApplication {
  private static final int CLIENTS = 5;
  private static final int PAGES = 8;

  public static void main(String[] args) throws Exception {
    // What is on its streams is then the agent's.
    LogManager.getLogManager().reset();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createDirectories(Path.of("base")).toAbsolutePath().toString());
    tomcat.setConnector(loopback());
    tomcat.getEngine().setName(System.getProperty("engine", tomcat.getEngine().getName()));
    Context shop = tomcat.addContext("/shop", null);
    tomcat.addServlet("/shop", "cart", new Cart()).addMapping("/cart");
    tomcat.addServlet("/shop", "broken", new Broken()).addMapping("/broken");
    shop.setSessionTimeout(60);
    tomcat.start();
    use(URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/shop/"));
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    tomcat.stop();
    tomcat.destroy();
  }

  private static Connector loopback() {
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    return connector;
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
