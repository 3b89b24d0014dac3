package io.exporteragent.source.signal;

import io.exporteragent.guest.Messages;
import io.exporteragent.source.signal.ClassFiles.Member;
import io.exporteragent.source.signal.ValuePath.Resolved;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.AdviceTemplates;
import io.exporteragent.weave.ForeignClasses;
import io.exporteragent.weave.Match;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** Weaves one method by the first of its presets that fits the version there is. */
final class SignalRule extends SignalWeaving {
  private static final Map<String, Class<?>> TYPES = new HashMap<>();
  private static final Map<String, Integer> CLOCKS = new LinkedHashMap<>();
  private static final String TIME = "time";

  static {
    TYPES.put("request_method", String.class);
    TYPES.put("status", int.class);
    TYPES.put("request", Object.class);
    TYPES.put("route", Object.class);
    TYPES.put("mapping", String.class);
    TYPES.put("application", Object.class);
    TYPES.put("context", String.class);
    TYPES.put("server", Object.class);
    TYPES.put("server_address", String.class);
    TYPES.put("server_port", int.class);
    TYPES.put("server_scheme", String.class);
    TYPES.put("response", Object.class);
    TYPES.put("level", String.class);
    TYPES.put("logger", String.class);
    TYPES.put("event_logger", String.class);
    CLOCKS.put("nanos", ExporterAgentSignals1.NANOS_TAKEN);
    CLOCKS.put("millis", ExporterAgentSignals1.MILLIS_TAKEN);
    CLOCKS.put("since_nanos", ExporterAgentSignals1.SINCE_NANOS);
    CLOCKS.put("since_millis", ExporterAgentSignals1.SINCE_MILLIS);
  }

  private final String className;
  private final List<Preset> candidates;
  private final int table;
  private final AdviceTemplates templates;
  private final Messages messages;
  private final Map<Class<?>, Site> sites = new WeakHashMap<>();
  private boolean isTold;

  /**
   * @param className the binary name of the class of the method
   * @param candidates of one method, one at least, in order of precedence
   * @param table the id of that which the woven code fills
   */
  SignalRule(
      String className,
      List<Preset> candidates,
      int table,
      AdviceTemplates templates,
      Messages messages) {
    super(candidates.get(0).signal().group(), candidates.get(0).of());
    this.className = className;
    this.candidates = new ArrayList<>(candidates);
    this.table = table;
    this.templates = templates;
    this.messages = messages;
  }

  /** A method of a class, with what is woven into it. */
  private static final class Site implements Match {
    static final Site NONE = new Site("", null);

    final String method;
    final @Nullable Advice advice;

    Site(String method, @Nullable Advice advice) {
      this.method = method;
      this.advice = advice;
    }

    @Override
    public void woven() {}
  }

  @Override
  public boolean mayMatch(Class<?> type) {
    return type.getName().equals(className)
        && ForeignClasses.isApplications(type)
        && site(type).advice != null;
  }

  private Site site(Class<?> type) {
    Site known = sites.get(type);
    if (known == null) {
      known = find(type);
      sites.put(type, known);
    }
    return known;
  }

  private Site find(Class<?> type) {
    String problem = "";
    ClassFiles files = new ClassFiles(type.getClassLoader());
    for (Preset each : candidates) {
      try {
        return site(each, type.getName().replace('.', '/'), files);
      } catch (PathException e) {
        problem = e.getMessage();
      } catch (RuntimeException | LinkageError e) {
        // Its class loader is code of the application.
        problem = "its class files cannot be read: " + e;
      }
    }
    if (!isTold) {
      isTold = true;
      Package of = type.getPackage();
      String version = of == null ? null : of.getImplementationVersion();
      messages.say(
          String.format(
              "signals: %s%s is of a version that is not known, so nothing is measured in %s: %s; a later version of the agent may know it",
              candidates.get(0).of(), version == null ? "" : " " + version, className, problem));
    }
    return Site.NONE;
  }

  private Site site(Preset preset, String type, ClassFiles files) throws PathException {
    Member method = files.ownMethod(type, preset.method(), preset.arguments());
    Map<String, Resolved> paths = new HashMap<>();
    int clock = 0;
    for (Map.Entry<String, ValuePath> each : preset.paths().entrySet()) {
      String key = each.getKey();
      if (each.getValue().isOfResult() && preset.signal() != SignalKind.HTTP_CLIENT) {
        throw new PathException("there is no result yet for " + each.getValue());
      }
      Resolved path = each.getValue().resolve(type, method.descriptor, files);
      Integer itsClock = CLOCKS.get(key);
      Class<?> wanted = TYPES.get(key);
      if (itsClock != null) {
        clock = itsClock;
        require(path, long.class, each.getValue());
        paths.put(TIME, path);
      } else if (wanted != null) {
        require(path, wanted, each.getValue());
        paths.put(key, path);
      }
    }
    return new Site(method.name + method.descriptor, advice(preset.signal(), paths, clock));
  }

  private static void require(Resolved path, Class<?> wanted, ValuePath text) throws PathException {
    Type type = path.type();
    if (!WovenPaths.fits(type, wanted)) {
      throw new PathException(text + " is a " + type.getClassName());
    }
  }

  private Advice advice(SignalKind signal, Map<String, Resolved> paths, int clock) {
    return templates.of(
        kind(signal),
        Advice.withCustomMapping()
            .bind(new WovenPaths(paths))
            .bind(SignalAdvice.Id.class, table)
            .bind(SignalAdvice.Clock.class, clock));
  }

  private static Class<?> kind(SignalKind signal) {
    switch (signal) {
      case HTTP_SERVER:
        return SignalAdvice.Request.class;
      case HTTP_BEGIN:
        return SignalAdvice.Begin.class;
      case HTTP_ROUTE:
        return SignalAdvice.Route.class;
      case HTTP_CLIENT:
        return SignalAdvice.Call.class;
      case LOG_EVENTS:
        return SignalAdvice.Event.class;
    }
    throw new IllegalArgumentException("unknown " + signal);
  }

  @Override
  public List<? extends Match> addAdvice(
      String className,
      @Nullable Class<?> type,
      byte[] classFile,
      Map<String, List<Advice>> advice) {
    Site site = type == null ? null : sites.get(type);
    if (site == null || site.advice == null) {
      return Collections.emptyList();
    }
    advice.computeIfAbsent(site.method, key -> new ArrayList<>()).add(site.advice);
    return Collections.singletonList(site);
  }
}
