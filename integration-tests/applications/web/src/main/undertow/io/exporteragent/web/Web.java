package io.exporteragent.web;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.accesslog.AccessLogHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import java.io.PrintStream;
import java.net.InetSocketAddress;

/** The shop on Undertow. Says its port; ends with its input. */
public final class Web {
  private Web() {}

  public static void main(String[] args) throws Exception {
    DeploymentManager shop =
        Servlets.defaultContainer()
            .addDeployment(
                Servlets.deployment()
                    .setClassLoader(Web.class.getClassLoader())
                    .setContextPath("/web")
                    .setDeploymentName("web")
                    .addServlets(
                        Servlets.servlet("shop", Shop.class)
                            .addMapping("/shop/*")
                            .setAsyncSupported(true),
                        Servlets.servlet("exact", Shop.class)
                            .addMapping("/exact")
                            .addMapping("*.do"),
                        Servlets.servlet("oops", Shop.class).addMapping("/oops"))
                    .addErrorPages(
                        Servlets.errorPage("/oops", 409), Servlets.errorPage("/oops", 500)));
    shop.deploy();
    PrintStream log = new PrintStream("access.log");
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .setHandler(
                new AccessLogHandler(
                    Handlers.path().addPrefixPath("/web", shop.start()),
                    log::println,
                    "%m %s",
                    Web.class.getClassLoader()))
            .build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println("port " + address.getPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
  }
}
