package io.exporteragent.cli;

import io.exporteragent.attach.AttachException;
import io.exporteragent.attach.Jvm;
import io.exporteragent.attach.Jvms;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.Quoted;
import io.exporteragent.source.mbean.explain.MBeanQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains what becomes of the MBeans of a running JVM. */
@Command(
    name = "mbeans",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Explains what becomes of each value of the MBeans of a running JVM, and why. Reads them once and leaves nothing behind; an agent that runs there stays as it is.",
    exitCodeListHeading = OtherJvms.EXIT_CODES,
    exitCodeList = {
      OtherJvms.DONE_TEXT,
      OtherJvms.FAILED_TEXT,
      OtherJvms.USAGE_TEXT,
      OtherJvms.NO_JVM_TEXT,
      OtherJvms.NOT_A_JVM_TEXT,
      OtherJvms.NOT_PERMITTED_TEXT,
      OtherJvms.DISABLED_TEXT,
      "8:No answer in time."
    })
final class MBeansCommand implements Callable<Integer> {
  @Mixin private final OtherJvms others = new OtherJvms();

  @Parameters(index = "0", paramLabel = "PID|PATTERN", description = ChosenJvms.HELP)
  private String target = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "A file of jmx_exporter, or one of this agent. Default: none, which shows what packs make and what nobody exports.")
  private @Nullable String file;

  @Option(
      names = "--unused",
      description = "Show only the rules that make no sample, and which earlier rules take theirs.")
  private boolean unused;

  @Option(
      names = "--grep",
      paramLabel = "REGEX",
      description = "Show only values whose text, MBean or sample matches.")
  private @Nullable String grep;

  @Option(names = "--json", description = "Print JSON instead, one object a line.")
  private boolean json;

  @Override
  public Integer call() throws AttachException, ConfigurationException {
    MBeanQuestion question;
    Jvms jvms = OtherJvms.jvms();
    Jvm jvm;
    try {
      question = question();
      jvm = ChosenJvms.of(target, jvms, false, "").get(0);
    } catch (PatternSyntaxException e) {
      others.say(
          String.format(
              "--grep %s is not a regular expression: %s",
              Quoted.of(e.getPattern()), e.getDescription()));
      return CommandLine.ExitCode.USAGE;
    } catch (ChosenJvms.NoChoice e) {
      others.say(String.valueOf(e.getMessage()));
      return e.exitCode();
    }
    try {
      jvms.question(jvm, "mbeans", words(), others.timeout())
          .ask(
              millis -> question.within(millis).toString(),
              line -> System.out.println(OtherJvms.plain(line)));
      return CommandLine.ExitCode.OK;
    } catch (AttachException e) {
      return others.failed(jvm.pid(), e);
    }
  }

  private MBeanQuestion question() throws ConfigurationException {
    MBeanQuestion question = new MBeanQuestion();
    if (file != null) {
      // Here and not there, where the user of the command may name it otherwise.
      question = question.about(file, ConfigurationFile.read(file));
    }
    if (grep != null) {
      question = question.grep(Pattern.compile(grep).pattern());
    }
    question = unused ? question.unused() : question;
    return json ? question.json() : question;
  }

  /** Repeats what was given, for advice. */
  private List<String> words() {
    List<String> words = new ArrayList<>();
    if (file != null) {
      words.add(file);
    }
    if (unused) {
      words.add("--unused");
    }
    if (grep != null) {
      words.add("--grep");
      words.add(grep);
    }
    if (json) {
      words.add("--json");
    }
    return words;
  }
}
