package io.exporteragent.benchmarks.program;

import com.sun.management.ThreadMXBean;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.sql.SQLException;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;

/**
 * A servlet on an embedded Tomcat that asks a database for the goods of which it is asked.
 *
 * <p>Says when {@code main} began, and its port. To {@code workers} it replies how many bytes the
 * threads that serve requests have allocated so far.
 */
public final class WebApplication {
  private WebApplication() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException, SQLException, LifecycleException {
    long began = System.nanoTime();
    Goods.create();
    Connector connector = WebServer.start(new GoodsServlet());
    Console.say(began, connector.getLocalPort());
    Console.obey(
        command ->
            switch (command) {
              case "workers" -> new long[] {allocatedByWorkers()};
              default -> throw new IllegalArgumentException(command);
            });
  }

  private static long allocatedByWorkers() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      // Null for a thread that has ended meanwhile.
      if (thread != null && thread.getThreadName().startsWith(WebServer.WORKERS)) {
        bytes += threads.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    return bytes;
  }

  /** Replies the name of the goods whose id is the rest of the path. */
  private static final class GoodsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final ThreadLocal<Goods> GOODS =
        ThreadLocal.withInitial(
            () -> {
              try {
                return new Goods();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      int id = Integer.parseInt(request.getPathInfo().substring(1));
      try {
        response.getOutputStream().print(GOODS.get().name(id));
      } catch (SQLException e) {
        throw new ServletException(e);
      }
    }
  }
}
