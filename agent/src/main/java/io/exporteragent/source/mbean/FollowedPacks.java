package io.exporteragent.source.mbean;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.Quoted;
import io.exporteragent.gather.FollowedFile;
import io.exporteragent.guest.Guest;
import io.exporteragent.source.mbean.pack.Pack;
import io.exporteragent.source.mbean.pack.PackFile;
import io.exporteragent.source.mbean.pack.PackMetrics;
import io.exporteragent.source.mbean.pack.PackSelection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The packs that are in use. Those that are files of the user's are followed: a new version takes
 * the place of the previous one, or is refused and the previous one stays.
 *
 * <p>For the thread of the agenda, but for {@link #current}, which any thread may call.
 */
final class FollowedPacks implements MBeanMetrics.Packs {
  private final MBeanSettings settings;
  private final PackSelection selection;
  private final Guest guest;
  private final Map<String, PackFile> versions;
  private final List<FollowedFile> files = new ArrayList<>();
  private volatile PackMetrics metrics;

  /**
   * Reads the files and begins to follow them.
   *
   * @throws ConfigurationException if one of them is wrong, or they contradict each other
   */
  FollowedPacks(MBeanSettings settings, Guest guest) throws ConfigurationException {
    this.settings = settings;
    this.selection = new PackSelection(settings.packs());
    this.guest = guest;
    Map<String, String> texts = texts(selection);
    this.versions = parse(texts);
    this.metrics = metrics(versions);
    texts.forEach(this::follow);
  }

  /**
   * Returns the packs of a selection, whose files are read but not followed.
   *
   * @throws ConfigurationException if one of them is wrong, or they contradict each other
   */
  static List<Pack> read(MBeanSettings settings) throws ConfigurationException {
    PackSelection selection = new PackSelection(settings.packs());
    return selection.resolve(new ArrayList<>(parse(texts(selection)).values()));
  }

  private static Map<String, String> texts(PackSelection selection) throws ConfigurationException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String file : selection.files()) {
      texts.put(file, ConfigurationFile.read(file));
    }
    return texts;
  }

  private static Map<String, PackFile> parse(Map<String, String> texts)
      throws ConfigurationException {
    Map<String, PackFile> parsed = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : texts.entrySet()) {
      parsed.put(each.getKey(), parse(each.getValue(), each.getKey()));
    }
    return parsed;
  }

  private static PackFile parse(String text, String file) throws ConfigurationException {
    return PackFile.parse(
        text, file, new ArgumentGrammar(Collections.emptyList()).parse(null, System.getenv()));
  }

  private PackMetrics metrics(Map<String, PackFile> of) throws ConfigurationException {
    return new PackMetrics(
        selection.resolve(new ArrayList<>(of.values())),
        settings.maxSeries(),
        guest.workers(),
        guest.messages());
  }

  private void follow(String file, String inEffect) {
    FollowedFile followed =
        new FollowedFile(
            file,
            inEffect,
            new FollowedFile.Reader() {
              @Override
              public void use(String version) throws ConfigurationException {
                FollowedPacks.this.use(file, version);
              }

              @Override
              public void refused(String reason, Throwable cause) {
                guest
                    .messages()
                    .say(
                        reason + "; the previous version stays in effect until this is fixed",
                        cause);
              }
            });
    files.add(followed);
    followed.follow(guest.agenda());
  }

  private void use(String file, String version) throws ConfigurationException {
    Map<String, PackFile> next = new LinkedHashMap<>(versions);
    next.put(file, parse(version, file));
    metrics = metrics(next);
    versions.putAll(next);
    guest.messages().say("the new version of " + Quoted.plain(file) + " is in effect");
  }

  @Override
  public PackMetrics current() {
    return metrics;
  }

  @Override
  public void close() {
    files.forEach(FollowedFile::close);
  }
}
