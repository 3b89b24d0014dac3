package io.exporteragent.web;

import @servlet@.AsyncContext;
import @servlet@.ServletException;
import @servlet@.http.HttpServlet;
import @servlet@.http.HttpServletRequest;
import @servlet@.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A servlet that ends requests in every way there is: by what follows {@code /shop/} in the path,
 * or plainly under its other mappings.
 */
public final class Shop extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int SHORT_MILLIS = 100;
  private static final long SLOW_NANOS = 60_000_000;

  private final transient CountDownLatch released = new CountDownLatch(1);

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String path = String.valueOf(request.getPathInfo());
    switch (path) {
      case "/fail":
        throw new IllegalStateException("out of stock");
      case "/refuse":
        response.sendError(409, "sold");
        return;
      case "/forward":
        request.getRequestDispatcher("/exact").forward(request, response);
        return;
      case "/create":
        response.setStatus(201);
        return;
      case "/complete":
        after(request.startAsync(), async -> complete(async, response));
        return;
      case "/dispatch":
        if (request.getAttribute("again") == null) {
          request.setAttribute("again", true);
          response.setStatus(203);
          after(request.startAsync(), AsyncContext::dispatch);
        }
        return;
      case "/dispatch-elsewhere":
        response.setStatus(206);
        after(request.startAsync(), async -> async.dispatch("/exact"));
        return;
      case "/timeout":
        request.startAsync().setTimeout(SHORT_MILLIS);
        return;
      case "/slow":
        LockSupport.parkNanos(SLOW_NANOS);
        return;
      case "/hold":
        hold();
        response.getOutputStream().print("held");
        return;
      case "/release":
        released.countDown();
        return;
      case "/flood":
        flood(response.getOutputStream());
        return;
      default:
        response.getOutputStream().print("sold");
    }
  }

  /** What is done with a request on a thread that is none of the server's. */
  private interface Rest {
    void with(AsyncContext async);
  }

  private static void after(AsyncContext async, Rest rest) {
    Thread thread = new Thread(() -> rest.with(async));
    thread.setDaemon(true);
    thread.start();
  }

  private static void complete(AsyncContext async, HttpServletResponse response) {
    response.setStatus(202);
    async.complete();
  }

  private void hold() throws IOException {
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Writes until the client is gone. */
  private static void flood(OutputStream out) throws IOException {
    byte[] much = new byte[1 << 16];
    while (true) {
      out.write(much);
      out.flush();
    }
  }
}
