package io.exporteragent.weave;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weaves what rules ask for into a class file, adding neither methods nor fields. Reads only the
 * bytes given: asking the application's class loader for another class, or its bytes, while it
 * loads one may deadlock. Thread-safe.
 */
public final class ClassWeaver {
  /** Loads hundreds of classes, for which hooks have no need. */
  private static final class Advice {
    static final AdviceWeaver WEAVER = new AdviceWeaver();

    private Advice() {}
  }

  /**
   * Weaves what all matching rules ask for into a class file.
   *
   * @param className the binary name
   * @param loader that of the class
   * @param type the class, null while it is being loaded
   * @param rules those that may match
   * @param matches receives what was found, by rule
   * @return the new class file, or null if nothing matches
   */
  byte @Nullable [] weave(
      String className,
      @Nullable ClassLoader loader,
      @Nullable Class<?> type,
      byte[] classFile,
      Collection<Rule> rules,
      Map<Rule, List<? extends Match>> matches) {
    Weaving weaving = new Weaving();
    for (Rule rule : rules) {
      matches.put(rule, rule.addTo(weaving, className, loader, type, classFile));
    }
    return weaving.isEmpty() ? null : weave(className, classFile, weaving);
  }

  /**
   * Weaves into a class file.
   *
   * @param className the binary name
   */
  public byte[] weave(String className, byte[] classFile, Weaving weaving) {
    byte[] woven = classFile;
    if (!weaving.advice().isEmpty()) {
      woven = Advice.WEAVER.weave(className, woven, weaving.advice());
    }
    return weaving.hooks().isEmpty() ? woven : HookWeaver.weave(woven, weaving.hooks());
  }
}
