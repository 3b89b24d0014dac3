package io.exporteragent.wildfly;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/** Takes an order in a session and a transaction of its own, or fails if asked for nothing. */
@WebServlet("/order")
public class OrderServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Resource private transient UserTransaction transaction;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.getSession();
    try {
      transaction.begin();
      if (request.getParameter("article") == null) {
        transaction.rollback();
        response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      } else {
        transaction.commit();
        response.getWriter().print("ordered");
      }
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }
}
