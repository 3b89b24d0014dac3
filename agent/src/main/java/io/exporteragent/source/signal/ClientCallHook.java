package io.exporteragent.source.signal;

import io.exporteragent.source.signal.ValuePath.Resolved;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.HookCode;
import io.exporteragent.weave.HookCode.Variable;
import java.util.Map;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Counts a call of an HTTP client, unless it is within another. Immutable. */
final class ClientCallHook extends SignalHook {
  private final int id;

  ClientCallHook(String bootClass, Map<String, Resolved> paths, int id) {
    super(bootClass, paths);
    this.id = id;
  }

  @Override
  public Type kept() {
    return SLOT;
  }

  @Override
  public void enter(HookCode code) {
    call(code, "enterCall", "()" + SLOT);
    code.keep();
  }

  @Override
  public boolean leaves() {
    return true;
  }

  @Override
  public boolean leavesWithArguments() {
    return true;
  }

  @Override
  public void leave(HookCode code) {
    code.instructions().visitInsn(Opcodes.ACONST_NULL);
    Variable address = code.variable(TEXT_TYPE);
    code.instructions().visitInsn(Opcodes.ICONST_0);
    Variable port = code.variable(Type.INT_TYPE);
    code.instructions().visitInsn(Opcodes.ACONST_NULL);
    Variable scheme = code.variable(TEXT_TYPE);
    code.instructions().visitInsn(Opcodes.ICONST_0);
    Variable status = code.variable(Type.INT_TYPE);
    Label within = new Label();
    code.kept();
    code.jump(Opcodes.IFNULL, within);
    // None of this needs a stack, so that it is done on an overflow too.
    code.kept();
    code.instructions().visitInsn(Opcodes.ICONST_0 + ExporterAgentSignals1.CALLING);
    code.instructions().visitInsn(Opcodes.LCONST_0);
    code.instructions().visitInsn(Opcodes.LASTORE);
    Label nowhere = new Label();
    object(code, "server");
    code.jump(Opcodes.IFNULL, nowhere);
    object(code, "server_address");
    code.store(address);
    integer(code, "server_port");
    code.store(port);
    object(code, "server_scheme");
    code.store(scheme);
    code.mark(nowhere);
    Label unanswered = new Label();
    object(code, "response");
    code.jump(Opcodes.IFNULL, unanswered);
    integer(code, "status");
    code.store(status);
    code.mark(unanswered);
    constant(code, id);
    code.kept();
    object(code, "request_method");
    code.load(address);
    code.load(port);
    code.load(scheme);
    code.load(status);
    code.thrown();
    call(code, "leaveCall", "(I" + SLOT + TEXT + TEXT + "I" + TEXT + "I" + THROWABLE + ")V");
    code.mark(within);
  }
}
