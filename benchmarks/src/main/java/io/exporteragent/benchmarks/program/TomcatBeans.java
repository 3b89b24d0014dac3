package io.exporteragent.benchmarks.program;

import static io.exporteragent.benchmarks.program.BeanAttribute.constant;
import static io.exporteragent.benchmarks.program.BeanAttribute.count;

import java.util.List;
import java.util.function.IntFunction;
import javax.management.MBeanInfo;

/**
 * MBeans as those of a Tomcat with many servlets: beans of a kind share one MBeanInfo, and much of
 * what they have is text, a truth value, an array or a reference to another bean. A cycle has
 * thirty.
 */
final class TomcatBeans extends BeanSet {
  private static final String INT = int.class.getName();
  private static final String LONG = long.class.getName();
  private static final String BOOLEAN = boolean.class.getName();
  private static final String STRING = String.class.getName();
  private static final int SERVLETS = 12;

  private static final List<BeanAttribute> SERVLET =
      List.of(
          constant("modelerType", STRING, "org.apache.catalina.mbeans.ContainerMBean"),
          constant("objectName", STRING, "Catalina:j2eeType=Servlet"),
          constant("engineName", STRING, "Catalina"),
          constant("stateManageable", BOOLEAN, false),
          constant("eventProvider", BOOLEAN, false),
          constant("backgroundProcessorDelay", INT, -1),
          count("requestCount", INT),
          count("errorCount", INT),
          count("processingTime", LONG),
          count("maxTime", LONG),
          count("minTime", LONG),
          count("loadTime", LONG));

  private static final List<BeanAttribute> FILTER =
      List.of(
          constant("modelerType", STRING, "org.apache.catalina.core.ApplicationFilterConfig"),
          constant("filterName", STRING, "encoding"),
          constant("filterClass", STRING, "org.example.EncodingFilter"),
          constant("urlPatterns", String[].class.getName(), new String[] {"/*"}),
          constant("initialised", BOOLEAN, true));

  private static final List<BeanAttribute> REQUESTS =
      List.of(
          constant("modelerType", STRING, "org.apache.coyote.RequestGroupInfo"),
          count("requestCount", INT),
          count("errorCount", INT),
          count("processingTime", LONG),
          count("maxTime", LONG),
          count("bytesReceived", LONG),
          count("bytesSent", LONG));

  private static final List<BeanAttribute> THREADS =
      List.of(
          constant("modelerType", STRING, "org.apache.tomcat.util.net.NioEndpoint"),
          constant("name", STRING, "http-nio"),
          constant("running", BOOLEAN, true),
          constant("daemon", BOOLEAN, true),
          constant("address", STRING, "/127.0.0.1"),
          constant("maxThreads", INT, 200),
          constant("minSpareThreads", INT, 10),
          count("currentThreadCount", INT),
          count("currentThreadsBusy", INT),
          count("connectionCount", LONG),
          count("keepAliveCount", INT),
          constant("acceptCount", INT, 100));

  private static final List<BeanAttribute> SESSIONS =
      List.of(
          constant("modelerType", STRING, "org.apache.catalina.session.StandardManager"),
          constant("className", STRING, "org.apache.catalina.session.StandardManager"),
          constant("jvmRoute", STRING, ""),
          constant("secureRandomAlgorithm", STRING, "SHA1PRNG"),
          count("activeSessions", INT),
          count("sessionCounter", LONG),
          count("expiredSessions", LONG),
          count("rejectedSessions", INT),
          count("processingTime", LONG),
          constant("maxActiveSessions", INT, -1),
          constant("warnOnSessionAttributeFilterFailure", BOOLEAN, false));

  private static final List<BeanAttribute> VALVE =
      List.of(
          constant("modelerType", STRING, "org.apache.catalina.core.StandardContextValve"),
          constant("asyncSupported", BOOLEAN, true),
          constant("className", STRING, "org.apache.catalina.core.StandardContextValve"),
          constant("stateName", STRING, "STARTED"));

  TomcatBeans() {
    addDescribed(
        12,
        SERVLET,
        number ->
            "Catalina:j2eeType=Servlet,WebModule=//localhost"
                + context(number / SERVLETS)
                + ",name=servlet-"
                + number % SERVLETS
                + ",J2EEApplication=none,J2EEServer=none");
    addDescribed(
        6,
        FILTER,
        number ->
            "Catalina:j2eeType=Filter,WebModule=//localhost"
                + context(number)
                + ",name=encoding,J2EEApplication=none,J2EEServer=none");
    addDescribed(
        4,
        REQUESTS,
        number ->
            "Catalina:type=RequestProcessor,worker=" + connector(0) + ",name=HttpRequest" + number);
    addDescribed(
        1, REQUESTS, number -> "Catalina:type=GlobalRequestProcessor,name=" + connector(number));
    addDescribed(1, THREADS, number -> "Catalina:type=ThreadPool,name=" + connector(number));
    addDescribed(
        3, SESSIONS, number -> "Catalina:type=Manager,host=localhost,context=" + context(number));
    addDescribed(
        3,
        VALVE,
        number ->
            "Catalina:type=Valve,host=localhost,context="
                + context(number)
                + ",name=StandardContextValve");
  }

  private static String context(int number) {
    return "/shop-" + number;
  }

  /** Quoted, as Tomcat's are. */
  private static String connector(int number) {
    return "\"http-nio-" + (8080 + number) + "\"";
  }

  private void addDescribed(int share, List<BeanAttribute> attributes, IntFunction<String> names) {
    MBeanInfo info = ReadOnlyBean.info(attributes);
    add(share, names, number -> ReadOnlyBean.described(info, attributes, number));
  }
}
