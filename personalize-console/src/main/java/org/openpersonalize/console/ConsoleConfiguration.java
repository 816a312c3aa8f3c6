// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console;

import org.openpersonalize.console.group.GroupMenus;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Messages;
import org.openpersonalize.console.signin.ConsoleFilter;
import org.openpersonalize.console.signin.ConsoleSecurity;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * The console's pages, for whoever imports this. What is needed beside: {@link
 * org.openpersonalize.console.signin.SignInKeys} and the services.
 *
 * <p>Nothing but the filter and the view resolver is made before the first page is asked for, and nothing but the filter, which
 * looks at the path, is in the way of other requests: docs/decisions/0034.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan(lazyInit = true)
public class ConsoleConfiguration {
  /** Behind the API's own filters, which leave the console's paths to it. */
  private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 30;

  @Bean
  FilterRegistrationBean<ConsoleFilter> consoleFilter(ObjectProvider<ConsoleSecurity> security) {
    FilterRegistrationBean<ConsoleFilter> registration =
        new FilterRegistrationBean<>(new ConsoleFilter(security::getObject));
    registration.setOrder(ORDER);
    return registration;
  }

  /** Finds the console's templates, and no other view. */
  @Bean
  ThymeleafViewResolver consoleViews(ObjectProvider<Groups> groups) {
    ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver();
    templates.setSuffix(".html");
    templates.setTemplateMode(TemplateMode.HTML);
    templates.setCharacterEncoding("UTF-8");
    SpringTemplateEngine engine = new SpringTemplateEngine();
    engine.setTemplateResolver(templates);
    engine.setTemplateEngineMessageSource(Messages.source());
    ThymeleafViewResolver views = new ThymeleafViewResolver();
    views.setTemplateEngine(engine);
    views.addStaticVariable("menus", new GroupMenus(groups::getObject));
    views.setCharacterEncoding("UTF-8");
    views.setViewNames(new String[] {"console/*"});
    views.setOrder(Ordered.LOWEST_PRECEDENCE - 5);
    return views;
  }
}
