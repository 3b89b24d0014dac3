package io.exporteragent.source.jvm;

import io.exporteragent.config.Schema;
import io.exporteragent.gather.NoPage;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.gather.SourcePage;
import io.exporteragent.guest.Guest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The switch {@code diagnostics}: pages that show the JVM from within, and stop it to do so. */
public final class DiagnosticsSection implements Section<Boolean> {
  /** Creates the section. */
  public DiagnosticsSection() {}

  @Override
  public String name() {
    return "diagnostics";
  }

  @Override
  public String key() {
    return "";
  }

  @Override
  public boolean isSwitched() {
    return true;
  }

  @Override
  public Unless unless() {
    return Unless.OFF;
  }

  @Override
  public String switchHelp() {
    return "no metrics but pages, for which the application stands still: /jvm/classes and /jvm/threads, each made when asked for and once a minute at most";
  }

  @Override
  public Schema<Boolean> schema() {
    return Schema.bool();
  }

  @Override
  public Boolean otherwise() {
    return true;
  }

  @Override
  public Source make(Boolean settings, Guest guest) {
    return new Diagnostics(guest);
  }

  @Override
  public List<SourcePage> pages(Supplier<@Nullable Source> running) {
    return Arrays.asList(
        new SourcePage(
            "/jvm/classes", () -> in(running).classes().html(), () -> in(running).classes().json()),
        new SourcePage(
            "/jvm/threads",
            () -> in(running).threads().html(),
            () -> in(running).threads().json()));
  }

  private static Diagnostics in(Supplier<@Nullable Source> running) {
    Diagnostics diagnostics = (Diagnostics) running.get();
    if (diagnostics == null) {
      throw NoPage.because(
          "this page is off, since the application stands still while it is made: switch it on with collectors: {diagnostics: true} in the configuration file");
    }
    return diagnostics;
  }
}
