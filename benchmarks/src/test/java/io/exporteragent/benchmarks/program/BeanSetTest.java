package io.exporteragent.benchmarks.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import javax.management.Attribute;
import javax.management.MBeanAttributeInfo;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class BeanSetTest {

  @Test
  void kafka_hasTenAttributesABean_andNoNameTwice() throws MalformedObjectNameException {
    BeanSet beans = new KafkaBeans();
    Set<ObjectName> names = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      names.add(beans.name(i));
      assertThat(beans.bean(i).getMBeanInfo().getAttributes()).hasSize(10);
    }
    assertThat(names).hasSize(10_000);
  }

  @Test
  void tomcat_hasNoNameTwice() throws MalformedObjectNameException {
    BeanSet beans = new TomcatBeans();
    Set<ObjectName> names = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      names.add(beans.name(i));
    }
    assertThat(names).hasSize(300);
  }

  @Test
  void kindsRecur_inTheirShares() throws MalformedObjectNameException {
    BeanSet beans = new KafkaBeans();
    int controllers = 0;
    for (int i = 0; i < 1_000; i++) {
      controllers += beans.name(i).getDomain().equals("kafka.controller") ? 1 : 0;
    }
    assertThat(controllers).isEqualTo(10);
  }

  @Test
  void kafka_describesItselfAnew_tomcatDoesNot() {
    ReadOnlyBean kafka = new KafkaBeans().bean(0);
    ReadOnlyBean tomcat = new TomcatBeans().bean(0);
    assertThat(kafka.getMBeanInfo())
        .isNotSameAs(kafka.getMBeanInfo())
        .isEqualTo(kafka.getMBeanInfo());
    assertThat(tomcat.getMBeanInfo()).isSameAs(tomcat.getMBeanInfo());
  }

  @Test
  void numbersMove_textStays() {
    ReadOnlyBean bean = new KafkaBeans().bean(0);
    assertThat(bean.getMBeanInfo().getAttributes())
        .extracting(MBeanAttributeInfo::getType)
        .containsOnly("double");
    String[] names = {"Count", "State", "missing"};
    assertThat(bean.getAttributes(names))
        .containsExactly(new Attribute("Count", 17L), new Attribute("State", "RUNNING"));
    assertThat(bean.getAttributes(names))
        .containsExactly(new Attribute("Count", 34L), new Attribute("State", "RUNNING"));
  }
}
