package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Tells what code the methods of a program have at this moment. A transformer would be shown the
 * code that classes were loaded with, whatever has become of it.
 */
record Debugger(Program program) {
  /** For the command line of the program. */
  static final String OPTION =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";

  private static final Pattern LISTENING =
      compile("Listening for transport dt_socket at address: (?:127.0.0.1:)?(\\d+)\\R");

  /** The bytecode of each method that a class has, by name and signature. */
  Map<String, String> code(Class<?> type) {
    List<MatchResult> listening = listening();
    VirtualMachine jvm = attach(listening.get(listening.size() - 1).group(1));
    try {
      Map<String, String> code = new TreeMap<>();
      for (Method method : jvm.classesByName(type.getName()).get(0).methods()) {
        if (!method.isAbstract()) {
          code.put(
              method.name() + method.signature(), HexFormat.of().formatHex(method.bytecodes()));
        }
      }
      return code;
    } finally {
      jvm.dispose();
      await().atMost(30, SECONDS).until(() -> listening().size() > listening.size());
    }
  }

  private List<MatchResult> listening() {
    program.awaitOutput(LISTENING);
    return LISTENING.matcher(program.output()).results().toList();
  }

  private static VirtualMachine attach(String port) {
    AttachingConnector socket =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(connector -> connector.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = socket.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(port);
    try {
      return socket.attach(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    }
  }
}
