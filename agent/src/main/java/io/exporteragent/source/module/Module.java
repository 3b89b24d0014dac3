package io.exporteragent.source.module;

import io.exporteragent.model.Family;
import io.exporteragent.source.module.folder.ModuleFile;
import io.exporteragent.source.module.run.ModuleProblem;
import io.exporteragent.source.module.run.ModuleTally;
import io.exporteragent.source.module.run.ModuleVersion;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the module of one name: the version that runs, the one on trial, and what is
 * wrong with the file. {@link ModuleWatch} alone changes it, on one thread; any may ask.
 */
final class Module {
  private final String name;
  private final ModuleTally tally = new ModuleTally();
  private volatile String fileName;
  private volatile @Nullable ModuleVersion running;
  private volatile @Nullable ModuleVersion onTrial;
  private volatile @Nullable ModuleProblem problem;
  private String triedHash = "";
  private String lastRefused = "";
  private boolean nameTaken;

  /** What can be said of a module in one word. */
  enum State {
    /** Runs, and did so well last time. */
    RUNNING,
    /** Its last run failed. */
    FAILING,
    /** It does not return from a run, and is not run again. */
    STUCK,
    /** It is about to run for the first time. */
    LOADING,
    /** There is no version of it that could be loaded. */
    REFUSED
  }

  Module(String name, String fileName) {
    this.name = name;
    this.fileName = fileName;
  }

  State state(long nowNanos) {
    ModuleVersion current = running;
    if (current == null) {
      return onTrial == null ? State.REFUSED : State.LOADING;
    }
    if (current.isStuck(nowNanos)) {
      return State.STUCK;
    }
    return current.failure() == null ? State.RUNNING : State.FAILING;
  }

  /** The values to be served. */
  List<Family> families(long nowNanos) {
    ModuleVersion current = running;
    return current == null ? Collections.emptyList() : current.families(nowNanos);
  }

  /** What is wrong with the file, or else with the last run; null when nothing is. */
  @Nullable ModuleProblem problem() {
    ModuleProblem ofFile = problem;
    ModuleVersion current = running;
    return ofFile != null || current == null ? ofFile : current.failure();
  }

  String name() {
    return name;
  }

  String fileName() {
    return fileName;
  }

  ModuleTally tally() {
    return tally;
  }

  /** Null when none could be loaded yet. */
  @Nullable ModuleVersion running() {
    return running;
  }

  /** Null when none is. */
  @Nullable ModuleVersion onTrial() {
    return onTrial;
  }

  boolean isOnTrial(ModuleVersion version) {
    return onTrial == version;
  }

  /** Whether this content was not yet tried, or is to be tried again. */
  boolean isNew(ModuleFile file) {
    return !file.hash().equals(triedHash) || !file.fileName().equals(fileName);
  }

  /** Begins with new content; what was on trial is to be ended by the caller. */
  @Nullable ModuleVersion begin(ModuleFile file) {
    ModuleVersion before = onTrial;
    fileName = file.fileName();
    triedHash = file.hash();
    nameTaken = false;
    onTrial = null;
    return before;
  }

  void trial(ModuleVersion version) {
    onTrial = version;
  }

  /** Returns the version it takes the place of, if any, to be ended by the caller. */
  @Nullable ModuleVersion accept(ModuleVersion version) {
    ModuleVersion before = running;
    running = version;
    onTrial = null;
    problem = null;
    return before;
  }

  /**
   * The content cannot be used.
   *
   * @param forAnothersName whether it may be once another module has changed
   * @return whether this is new
   */
  boolean refuse(ModuleProblem reason, boolean forAnothersName) {
    String refused = triedHash + " " + reason;
    boolean isNew = !refused.equals(lastRefused);
    lastRefused = refused;
    onTrial = null;
    problem = reason;
    nameTaken = forAnothersName;
    return isNew;
  }

  /** The file cannot be used, whatever it contains. Returns whether this is new. */
  boolean refuseFile(String reason) {
    ModuleProblem before = problem;
    ModuleProblem now = new ModuleProblem(reason);
    problem = now;
    triedHash = "";
    return !now.equals(before);
  }

  /** The content counts as not yet tried. */
  void forgetTrial() {
    triedHash = "";
  }

  /** Another module has changed: names that were taken may be free now. */
  void namesFreed() {
    if (nameTaken) {
      triedHash = "";
    }
  }
}
